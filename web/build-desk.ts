import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BundleOptions, bundlePage, bundleWorker, type Client, type ClientFile, clientFile, hashed } from './bundle.ts'
import { en } from './desk/words/en.ts'

/** The whole desk as files: the same bytes on every installation; what differs is fetched from beside the reporting page. */
export async function buildDesk(home: string, minify = true): Promise<Client> {
  const options: BundleOptions = { home, area: 'desk', minify }
  const keys = await bundleWorker(options, 'keys/worker.ts')
  const worker = await hashed('desk', 'keys.js', keys.text)
  const page = await bundlePage(options, 'app.ts', { ASYLIA_WORKER: JSON.stringify(worker.path) })
  const parts = await Promise.all(page.parts.map(({ name, text }) => clientFile(`/desk/${name}`, text)))
  const style = await hashed('desk', 'desk.css', await readFile(join(home, 'web/desk/desk.css'), 'utf8'))
  const index = await clientFile('/desk/', pageHtml(`/desk/${page.entry}`, style))
  const html: ClientFile = { ...index, type: 'text/html; charset=utf-8' }
  return new Map([html, worker, style, ...parts].map((file) => [file.path, file]))
}

function pageHtml(script: string, style: ClientFile): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${en['desk.title']}</title><link rel="stylesheet" href="${style.path}"><script type="module" src="${script}"></script></head><body><div id="desk"></div><noscript><p>${en['desk.no_script']}</p></noscript></body></html>
`
}
