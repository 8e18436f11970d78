import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { LANGUAGES } from '#kernel/languages.ts'
import { type BundleOptions, bundlePage, bundleWorker, type Client, type ClientFile, clientFile, hashed } from './bundle.ts'
import { CATALOGUES } from './desk/words.ts'

/** The whole desk as files: the same bytes on every installation; what differs is fetched from beside the reporting page. */
export async function buildDesk(home: string, minify = true): Promise<Client> {
  const options: BundleOptions = { home, area: 'desk', minify }
  const keys = await bundleWorker(options, 'keys/worker.ts')
  const worker = await hashed('desk', 'keys.js', keys.text)
  const words = await Promise.all(LANGUAGES.map((one) => hashed('desk', `words-${one}.json`, JSON.stringify(CATALOGUES[one]))))
  const places = Object.fromEntries(LANGUAGES.map((one, at) => [one, words[at]?.path]))
  const page = await bundlePage({ ...options, plugins: [withoutWords] }, 'app.ts', {
    ASYLIA_WORKER: JSON.stringify(worker.path),
    ASYLIA_WORDS: JSON.stringify(places),
  })
  const parts = await Promise.all(page.parts.map(({ name, text }) => clientFile(`/desk/${name}`, text)))
  const style = await hashed('desk', 'desk.css', await readFile(join(home, 'web/desk/desk.css'), 'utf8'))
  const index = await clientFile('/desk/', pageHtml(`/desk/${page.entry}`, style))
  const html: ClientFile = { ...index, type: 'text/html; charset=utf-8' }
  return new Map([html, worker, style, ...words, ...parts].map((file) => [file.path, file]))
}

/**
 * The page's script holds no words: each language is a file of its own, and a member loads the one that they read. What a
 * module of words exports stays, empty.
 */
const withoutWords: Plugin = {
  name: 'without-words',
  setup({ onLoad }) {
    onLoad(
      { filter: /[/]web[/]desk[/](?:words[/](?:en|vi|th|fr|ar|frame)|rooms[/][^/]+[/]words(?:[/][^/]+)?)[.]ts$/ },
      async ({ path }) => {
        const names = [...(await readFile(path, 'utf8')).matchAll(/^export const (\w+)/gm)].map(([, name]) => name ?? '')
        return { contents: names.map((name) => `export const ${name} = {}`).join('\n'), loader: 'js' }
      },
    )
  },
}

function pageHtml(script: string, style: ClientFile): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${CATALOGUES.en['desk.title']}</title><link rel="stylesheet" href="${style.path}"><script type="module" src="${script}"></script></head><body><div id="desk"></div><noscript><p>${CATALOGUES.en['desk.no_script']}</p></noscript></body></html>
`
}
