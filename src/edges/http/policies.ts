/**
 * One origin, fixed paths, a Content-Security-Policy for each. A path divides policies, not origins: so no path runs
 * a script that is not ours. guards T-29
 */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const OWN = "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

/** Both clients make addresses of scripts at one place only, and HTML nowhere. The reporting page shows no image: its empty icon spares a request. */
const TYPED = "require-trusted-types-for 'script'; trusted-types asylia"

export type Area = 'observatory' | 'report' | 'desk' | 'api' | 'taxii2'

const AREAS: readonly { readonly area: Area; readonly prefix: string; readonly policy: string }[] = [
  {
    area: 'report',
    prefix: '/report/',
    policy: `${NOTHING}; ${OWN.replace("img-src 'self'", 'img-src data:')}; worker-src 'self'; ${TYPED}`,
  },
  {
    area: 'desk',
    prefix: '/desk/',
    policy: `${NOTHING}; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; frame-src 'self'; ${TYPED}`,
  },
  { area: 'api', prefix: '/api/', policy: `${NOTHING}; sandbox` },
  { area: 'taxii2', prefix: '/taxii2/', policy: `${NOTHING}; sandbox` },
  { area: 'observatory', prefix: '/', policy: `${NOTHING}; ${OWN}` },
]

/** The area of a path; `/report` without its slash belongs to the area as well. */
export function areaOf(path: string): { readonly area: Area; readonly policy: string } {
  const found = AREAS.find(({ prefix }) => path.startsWith(prefix) || path === prefix.slice(0, -1))
  if (found === undefined) throw new Error('A path begins with a slash.')
  return found
}

/** Headers of every answer, whatever its status. `styleHashes` allows the styles that stand in a page of ours, and no other. */
export function headersFor(path: string, styleHashes: readonly string[] = []): Readonly<Record<string, string>> {
  const { area, policy } = areaOf(path)
  const never = area === 'api' || area === 'taxii2'
  return {
    'content-security-policy':
      styleHashes.length === 0 ? policy : policy.replace("style-src 'self'", `style-src 'self' ${styleHashes.join(' ')}`),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
    'cache-control': never ? 'no-store' : 'no-cache',
  }
}
