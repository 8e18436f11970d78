/** Addresses of the other files of this client, written in by the bundler. */
type Assets = {
  readonly words: string
  readonly help: string
  readonly seal: string
  readonly mailbox: string
  readonly files: string
  /** The texts of the parts that are loaded late, in all languages. */
  readonly mailboxWords: string
  readonly filesWords: string
}
declare const ASSETS: Assets

export const assets: Assets = ASSETS
