import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { type BundleOptions, bundlePage, bundleWorker, type Client, type ClientFile, clientFile, hashed } from './bundle.ts'
import { CATALOGUES, isLateWord } from './desk/words.ts'
import { deskLands } from './desk-lands.ts'
import { buildPress } from './desk-press.ts'

/** The whole desk as files: the same bytes on every installation; what differs is fetched from beside the reporting page. */
export async function buildDesk(home: string, minify = true): Promise<Client> {
  const options: BundleOptions = { home, area: 'desk', minify }
  const press = await buildPress(options)
  const keys = await bundleWorker(options, 'keys/worker.ts', { ASYLIA_PRESS_WORKER: JSON.stringify(press.path) })
  const worker = await hashed('desk', 'keys.js', keys.text)
  const words = await Promise.all(LANGUAGES.map((one) => wordFiles(home, one)))
  const lands = await hashed('desk', 'lands.json', JSON.stringify(deskLands()))
  const places = Object.fromEntries(words.map(({ one, page, late }) => [one, { page: page.path, late: late.path }]))
  const page = await bundlePage(
    { ...options, plugins: [withoutWords, withoutTexts, withoutExamples, withoutUnread, withoutLabels(home)] },
    'app.ts',
    {
      ASYLIA_WORKER: JSON.stringify(worker.path),
      ASYLIA_WORDS: JSON.stringify(places),
      ASYLIA_LANDS: JSON.stringify(lands.path),
    },
  )
  const parts = await Promise.all(page.parts.map(({ name, text }) => clientFile(`/desk/${name}`, text)))
  const style = await hashed('desk', 'desk.css', await readFile(join(home, 'web/desk/desk.css'), 'utf8'))
  const index = await clientFile(
    '/desk/',
    pageHtml(
      `/desk/${page.entry}`,
      page.first.map((name) => `/desk/${name}`),
      style,
    ),
  )
  const html: ClientFile = { ...index, type: 'text/html; charset=utf-8' }
  return new Map(
    [html, worker, press, style, lands, ...words.flatMap(({ page: first, late }) => [first, late]), ...parts].map((file) => [
      file.path,
      file,
    ]),
  )
}

/** The words of a language as two files: those of the page with the labels of codes, and those that come with a room. */
async function wordFiles(home: string, one: Language): Promise<{ one: Language; page: ClientFile; late: ClientFile }> {
  const of = (isLate: boolean) => Object.fromEntries(Object.entries(CATALOGUES[one]).filter(([key]) => isLateWord(key) === isLate))
  const page = await hashed('desk', `words-${one}.json`, JSON.stringify({ words: of(false), labels: await labelsOf(home, one) }))
  const late = await hashed('desk', `late-words-${one}.json`, JSON.stringify({ words: of(true), labels: null }))
  return { one, page, late }
}

/**
 * The page's script holds no words: each language is a file of its own, and a member loads the one that they read. What a
 * module of words exports stays, empty.
 */
const withoutWords: Plugin = {
  name: 'without-words',
  setup({ onLoad }) {
    onLoad(
      { filter: /[/]web[/]desk[/](?:words[/](?:en|vi|th|fr|ar|frame|feeds)|rooms[/][^/]+[/]words(?:[/][^/]+)?)[.]ts$/ },
      async ({ path }) => {
        const names = [...(await readFile(path, 'utf8')).matchAll(/^export const (\w+)/gm)].map(([, name]) => name ?? '')
        return { contents: names.map((name) => `export const ${name} = {}`).join('\n'), loader: 'js' }
      },
    )
  },
}

/** Of the definitions the desk asks what falls under which category; their texts are read in the observatory. */
const withoutTexts: Plugin = {
  name: 'without-texts',
  setup({ onLoad }) {
    onLoad({ filter: /[/]data[/]definitions[.]json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as { definitions: { id: string }[]; crosswalk: { methods: object } }
      const { definitions, crosswalk } = all
      return {
        contents: JSON.stringify({ definitions: definitions.map(({ id }) => ({ id })), crosswalk: { methods: crosswalk.methods } }),
        loader: 'json',
      }
    })
  },
}

/** Lists of the vocabulary that no page of the desk shows; a test holds the bundle against it. */
export const NOT_AT_DESK = [
  'actor_roles',
  'event_model',
  'evidence_types',
  'consent_givers',
  'alert_levels',
  'user_roles',
  'technology_categories',
] as const

const withoutLists = <Lists extends object>(lists: Lists): object =>
  Object.fromEntries(Object.entries(lists).filter(([name]) => !(NOT_AT_DESK as readonly string[]).includes(name)))

const withoutUnread: Plugin = {
  name: 'without-unread',
  setup({ onLoad }) {
    onLoad({ filter: /[/]data[/]vocabularies[.]json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as { lists: object }
      return { contents: JSON.stringify({ ...all, lists: withoutLists(all.lists) }), loader: 'json' }
    })
  },
}

/** Of each method the desk shows its words and what follows from it; which document names it is read in the observatory. */
const withoutExamples: Plugin = {
  name: 'without-examples',
  setup({ onLoad }) {
    onLoad({ filter: /[/]data[/]taxonomy[.]json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as { methods: object[]; sources: object }
      const methods = all.methods.map((one) => ({ ...one, examples: [], sources: [] }))
      return { contents: JSON.stringify({ ...all, sources: {}, methods }), loader: 'json' }
    })
  },
}

/** The labels of codes in a language; the English ones stand in the vocabulary itself. */
async function labelsOf(home: string, one: Language): Promise<unknown> {
  if (one === 'en') return null
  const all = JSON.parse(await readFile(join(home, `data/labels/${one}.json`), 'utf8')) as { vocabularies: object }
  return { ...all, vocabularies: withoutLists(all.vocabularies) }
}

/** The labels of codes come with the words: four languages that nobody reads here would be a third of the script. */
function withoutLabels(home: string): Plugin {
  return {
    name: 'without-labels',
    setup({ onLoad }) {
      onLoad({ filter: /[/]data[/]labels[/](?:vi|th|fr|ar)[.]json$/ }, ({ path }) => ({
        contents: `import { LABELS } from './web/desk/labels.ts'\nexport default LABELS.${path.slice(-7, -5)}`,
        loader: 'js',
        resolveDir: home,
      }))
    },
  }
}

function pageHtml(script: string, first: readonly string[], style: ClientFile): string {
  const early = first.map((path) => `<link rel="modulepreload" href="${path}">`).join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${CATALOGUES.en['desk.title']}</title><link rel="stylesheet" href="${style.path}">${early}<script type="module" src="${script}"></script></head><body><div id="desk"></div><noscript><p>${CATALOGUES.en['desk.no_script']}</p></noscript></body></html>
`
}
