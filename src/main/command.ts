import type { Config } from '#base/config.ts'

/** One command with what follows its name; answers the exit code. */
export type Command = (config: Config, args: readonly string[]) => Promise<number>

export const say = (line: string) => process.stdout.write(`${line}\n`)
