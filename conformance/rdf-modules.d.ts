/** The little that our tests use of packages that come without types. */
declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: { format: string; documentLoader: (address: string) => never }): Promise<unknown> }
  export = jsonld
}
declare module 'n3' {
  export type Quad = { readonly subject: { readonly value: string }; readonly predicate: { readonly value: string } }
  export class Parser {
    constructor(options?: { format?: string })
    parse(text: string): Quad[]
  }
  export class Store {
    constructor(quads: readonly Quad[])
    getQuads(subject: null, predicate: string, object: null, graph: null): Quad[]
    removeQuads(quads: readonly Quad[]): this
  }
}
declare module 'rdf-validate-shacl' {
  type Word = { readonly value: string }
  type Result = { readonly path?: Word; readonly message: readonly Word[]; readonly focusNode?: Word; readonly severity?: Word }
  class Validator {
    constructor(shapes: unknown)
    validate(data: unknown): Promise<{ readonly conforms: boolean; readonly results: readonly Result[] }>
  }
  export = Validator
}
