import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, posix } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { filesBelow } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'

const KILOBYTE = 1024
const WITHOUT_MAP = 60 * KILOBYTE
const WITH_MAP = 150 * KILOBYTE
const WHOLE_SITE = 30 * 1024 * KILOBYTE
/** As the server packs it. */
const QUALITY = 5
const MAP = /<figure[^>]*\bclass="[^"]*\bmap\b/
/** The map tiles and files a reader downloads on purpose are not part of a page. */
const WITH_PAGE =
  /<(?:link\b[^>]*\brel="(?:stylesheet|icon|preload|modulepreload)"[^>]*\bhref|script\b[^>]*\bsrc|img\b[^>]*\bsrc)="([^"]+)"/g
const FROM_ELSEWHERE =
  /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc="(?:https?:)?\/\/|<link\b[^>]*\brel="(?:stylesheet|icon|preload|modulepreload|preconnect|dns-prefetch)"[^>]*\bhref="(?:https?:)?\/\//
const AGAINST_POLICY = /<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle="|\son[a-z]+="|<form\b|<base\b|<iframe\b/

/** Sizes of a built site, and that its pages need nothing that their policy forbids. */
export const pages: Check = {
  name: 'pages',
  run: (root) => {
    const site = siteFolder(root)
    if (!existsSync(join(site, 'index.html')) && filesBelow(site, '').every((path) => !path.endsWith('.html'))) {
      return Promise.resolve([
        { note: true, says: 'no site is built here, so no page was weighed; the browser tests build one and weigh it' },
      ])
    }
    return Promise.resolve(weighSite(site))
  },
}

function siteFolder(root: string): string {
  const said = process.env['ASYLIA_SITE'] ?? 'var/site'
  return isAbsolute(said) ? said : join(root, said)
}

/** Every page of a site folder against its budget and its policy, and the folder against the budget of the whole. */
export function weighSite(site: string): Finding[] {
  const files = filesBelow(site, '')
  const packed = new Map<string, number>()
  const weigh = (path: string): number => {
    const known = packed.get(path) ?? packedSize(join(site, path))
    packed.set(path, known)
    return known
  }
  const total = files.filter((path) => !path.endsWith('.br')).reduce((sum, path) => sum + readFileSync(join(site, path)).length, 0)
  const whole: Finding[] = total <= WHOLE_SITE ? [] : [{ file: site, says: `weighs ${inMegabytes(total)}; the whole site may weigh 30 MB` }]
  const html = files.filter((path) => path.endsWith('.html'))
  const none: Finding[] = html.length === 0 ? [{ file: site, says: 'holds no page, so nothing was weighed' }] : []
  return [...none, ...whole, ...html.flatMap((path) => pageFindings(site, path, weigh))]
}

function pageFindings(site: string, file: string, weigh: (path: string) => number): Finding[] {
  const text = readFileSync(join(site, file), 'utf8')
  const parts = [...text.matchAll(WITH_PAGE)].flatMap((match) => partOf(site, file, match[1] ?? ''))
  const size = weigh(file) + [...new Set(parts)].reduce((sum, path) => sum + weigh(path), 0)
  const hasMap = MAP.test(text)
  const most = hasMap ? WITH_MAP : WITHOUT_MAP
  return [
    ...(size <= most
      ? []
      : [{ file, says: `weighs ${inKilobytes(size)} packed; ${hasMap ? 'with' : 'without'} a map it may weigh ${inKilobytes(most)}` }]),
    ...findIn(file, text, FROM_ELSEWHERE, 'fetches from elsewhere'),
    ...findIn(file, text, AGAINST_POLICY, 'has what the policy of its path forbids'),
  ]
}

function findIn(file: string, text: string, pattern: RegExp, says: string): Finding[] {
  const found = pattern.exec(text)
  return found === null ? [] : [{ file, says: `${says}: ${found[0].trim().slice(0, 80)}` }]
}

/** The file of the same site that an address on a page means; an address that leads to none is somebody else's to find. */
function partOf(site: string, page: string, address: string): string[] {
  const [path = ''] = address.split(/[?#]/)
  const local = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(page), path)
  return existsSync(join(site, local)) ? [local] : []
}

/** What is sent: the packed file beside it where there is one. */
function packedSize(file: string): number {
  if (existsSync(`${file}.br`)) return readFileSync(`${file}.br`).length
  return brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }).length
}

function inKilobytes(bytes: number): string {
  return `${(bytes / KILOBYTE).toFixed(1)} KB`
}

function inMegabytes(bytes: number): string {
  return `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`
}
