/**
 * The code of an expected "no" of a worker; undefined for a fault or a broken line. Late parts are bundled apart from the page,
 * so its class of refusals is another object here and only its name can be asked.
 */
export function refusalCode(error: unknown): string | undefined {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
  return name === 'WorkRefusal' && typeof code === 'string' ? code : undefined
}
