import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { FONT_FILES, type FontName, openPress, type Press } from './press.ts'

const resolver = createRequire(import.meta.url)

/** Where the WebAssembly of Typst and the fonts lie in the installed packages. */
export const TYPST_FILE = () => resolver.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')
export const fontFile = (name: FontName) => resolver.resolve(`@expo-google-fonts/${FONT_FILES[name]}`)

/** The press with its parts from the installed packages; for papers that are made of public records alone. */
export async function loadPress(): Promise<Press> {
  const read = async (name: FontName) => [name, new Uint8Array(await readFile(fontFile(name)))] as const
  const fonts = Object.fromEntries(await Promise.all((Object.keys(FONT_FILES) as FontName[]).map(read))) as Record<FontName, Uint8Array>
  return openPress(fonts, async () => new Uint8Array(await readFile(TYPST_FILE())))
}
