/**
 * A plain sentence for the person who runs the house: what is wrong and what mends it.
 * It may name folders and variables of this machine, never a person, a password or a text. Commands print it and end with 1.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}

/** What the disk said, as a sentence; undefined when the fault is not one of the disk. */
export function sentenceOfDiskFault(error: unknown, path: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // 53100: the database server says it (disk_full).
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return fullDisk(path)
  if (code === 'EROFS') return `${path} is on a disk that can only be read. Choose another folder with --data.`
  if (code === 'EACCES' || code === 'EPERM')
    return `This user may not read and write in ${path}. Start as the user it belongs to, or choose another folder with --data.`
  return undefined
}

export function fullDisk(path: string): string {
  return `The disk that holds ${path} is full. Free at least 256 MB, or choose another folder with --data.`
}

/** Runs the work; a fault of the disk becomes its sentence, anything else stays what it is. */
export async function withDiskSentences<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const sentence = sentenceOfDiskFault(error, path)
    if (sentence === undefined) throw error
    throw new OperatorError(sentence, { cause: error })
  }
}
