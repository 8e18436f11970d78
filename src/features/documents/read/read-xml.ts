import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { Refusal } from '#kernel/refusal.ts'

export type XmlVisitor = {
  readonly open?: (tag: SaxesTagPlain) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** Reads XML once, start to end. Refuses what is not well-formed, and any document type: entities are a way to hide and to swell. */
export function readXml(xml: string, visitor: XmlVisitor): void {
  const parser = new SaxesParser()
  parser.on('error', () => {
    throw new Refusal('document.malformed')
  })
  parser.on('doctype', () => {
    throw new Refusal('document.malformed')
  })
  parser.on('opentag', (tag) => visitor.open?.(tag))
  parser.on('text', (text) => visitor.text?.(text))
  parser.on('closetag', (tag) => visitor.close?.(tag.name))
  parser.write(xml).close()
}

/** The value of an attribute; empty where there is none. */
export function attributeOf(tag: SaxesTagPlain, name: string): string {
  return tag.attributes[name] ?? ''
}
