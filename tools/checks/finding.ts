/** What a check has to say about one place. A note is told and fails nothing. */
export type Finding = {
  readonly file?: string
  readonly line?: number
  readonly says: string
  readonly note?: true
}

/** A check looks at the tree below `root` and at nothing else, so that it can be tried on a planted one. */
export type Check = {
  readonly name: string
  readonly run: (root: string) => Promise<Finding[]>
  /** More words for a reader who asked for this check alone. */
  readonly report?: (root: string, everything: boolean) => Promise<string>
  /** Renews the file that the check compares with, and answers its path. */
  readonly write?: (root: string) => Promise<string>
}

export function isFault(finding: Finding): boolean {
  return finding.note !== true
}

/** `src/a.ts:3 says` on one line; further lines are indented. */
export function describeFinding(finding: Finding): string {
  const line = finding.line === undefined ? '' : `:${finding.line}`
  const place = finding.file === undefined ? '' : `${finding.file}${line} `
  return `${place}${finding.says.replaceAll('\n', '\n      ')}`
}
