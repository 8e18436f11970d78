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
  /** Scripts of those parts; known to the page's own script alone. */
  readonly 'mailbox-part': string
  readonly 'files-part': string
  readonly 'send-files': string
}
declare const ASSETS: Assets

export const assets: Assets = ASSETS
