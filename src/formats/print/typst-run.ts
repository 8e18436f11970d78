import * as typst from '@myriaddreamin/typst-ts-web-compiler'

/** Typst, ready to set: its WebAssembly and the shipped fonts are in memory, and it has no way to a file or the network. */
export type Typesetter = {
  readonly pdf: (source: string) => Uint8Array<ArrayBuffer>
  readonly pages: (source: string) => number
  readonly end: () => void
}

const MAIN = '/main.typ'
const FULL_DIAGNOSTICS = 2

/** Begins with the compiled module or its bytes. Only the fonts that are handed in are known to it. */
export async function openTypst(wasm: typst.SyncInitInput, fonts: readonly Uint8Array[]): Promise<Typesetter> {
  typst.initSync({ module: wasm })
  const building = new typst.TypstCompilerBuilder()
  building.set_dummy_access_model()
  for (const font of fonts) await building.add_raw_font(font)
  const compiler = await building.build()
  const hold = (source: string) => void compiler.add_source(MAIN, source)
  return {
    pdf: (source) => {
      hold(source)
      const told: unknown = compiler.compile(MAIN, undefined, 'pdf', FULL_DIAGNOSTICS)
      const result = typeof told === 'object' && told !== null && 'result' in told ? told.result : undefined
      // What Typst complains of may quote the paper, so it is not passed on.
      if (!(result instanceof Uint8Array)) throw new Error('the paper could not be set')
      return new Uint8Array(result)
    },
    pages: (source) => {
      hold(source)
      return (JSON.parse(compiler.query(MAIN, undefined, '<pages>', 'value')) as readonly [number])[0]
    },
    end: () => compiler.free(),
  }
}
