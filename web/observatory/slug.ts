/** A vocabulary code as it may stand in an address and a file name. */
export function slug(code: string): string {
  return code.replace(/[^A-Za-z0-9.-]+/g, '-')
}
