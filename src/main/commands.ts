import { backup } from '#edges/cli/backup.ts'
import { doctor } from '#edges/cli/doctor.ts'
import { keys } from '#edges/cli/keys.ts'
import { node } from '#edges/cli/node.ts'
import { restore } from '#edges/cli/restore.ts'
import { team } from '#edges/cli/team.ts'
import { briefing } from './briefing.ts'
import { type Command, say } from './command.ts'
import { explainCode, importDocuments, reviewDocument } from './documents.ts'
import { batchLook, replayIntake, verifyAll } from './kept-intake.ts'
import { keysDoors, listLook, teamDoorsOf } from './list-of-keys.ts'
import { outside } from './outside.ts'
import { publish, withdraw } from './publish.ts'
import { nodeCommands, nodeLook } from './start-nodes.ts'

/** Every command but `start`, which comes alone, and `help`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  publish,
  import: importDocuments,
  review: reviewDocument,
  explain: explainCode,
  withdraw,
  briefing,
  team: (config, args) => team(args, teamDoorsOf(config), config.url, say),
  node: (config, args) => node(args, nodeCommands(config), say),
  keys: (config, args) => keys(config, args, say, keysDoors(config)),
  verify: (config, args) => verifyAll(config, args),
  outside: (config, args) => outside(config, args),
  doctor: (config) => doctor(config, say, [listLook(config), batchLook, nodeLook]),
  intake: (config, args) => replayIntake(config, args),
  backup: (config, args) => backup(config, args, say),
  restore: (config, args) => restore(config, args, say, verifyAll),
}
