import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { filesBelow } from '#tools/files.ts'
import { HOME } from './database.ts'

/** What would send something to somebody: mail, text messages, push, calls to other machines. */
const WAYS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'mail', pattern: /\b(?:smtps?|nodemailer|sendmail|mailgun|sendgrid|postmark|imap)\b/i },
  { name: 'text messages', pattern: /\b(?:twilio|vonage|nexmo|sms(?:Gateway|Client|:))\b/i },
  {
    name: 'push',
    pattern:
      /\b(?:web-?push|PushManager|pushManager|showNotification|new Notification|Notification\.requestPermission|setAppBadge|fcm|apns|firebase|ntfy)\b/,
  },
  {
    name: 'connections to elsewhere',
    pattern: /\bfrom 'node:(?:net|tls|dgram|http|https|http2|dns)(?:\/promises)?'|\b(?:undici|XMLHttpRequest|WebSocket)\b/,
  },
]

/**
 * One file speaks to a mail server, and settings name it: notices without a word go to the duty addresses of offices (T-20). What
 * else would send is found; and that file takes an address from a table that no reporter and no member stands in.
 */
const NOTICES = ['src/edges/mail/open-post.ts', 'src/base/config.ts']

/** The operator's look from outside, and the way to another node, whose address is judged before it is called. */
const CALLERS = [
  'src/edges/cli/fetch-from-outside.ts',
  'src/features/nodes/calls/carry-frame.ts',
  'src/features/nodes/calls/peer-address.ts',
]
/** The few that listen or ask whether a socket is there; none of them sends anything to a person. */
const LISTENERS = [/^src\/edges\/http\//, /^src\/edges\/lane-b\//, /^src\/base\//]

function waysIn(path: string, text: string): string[] {
  return WAYS.filter(
    ({ name, pattern }) =>
      pattern.test(text) &&
      !(name === 'mail' && NOTICES.includes(path)) &&
      !(name === 'connections to elsewhere' && (LISTENERS.some((one) => one.test(path)) || CALLERS.includes(path))),
  ).map(({ name }) => name)
}

const isSource = (path: string) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/\/an?-[a-z-]+\.ts$/.test(path)

// proves T-20
test('nothing in the server or the pages can send mail, text messages or push but one file for notices to offices, and one package that it uses (T-20, UX-M-03)', () => {
  const files = [...filesBelow(HOME, 'src'), ...filesBelow(HOME, 'web')].filter(isSource)
  assert.ok(files.length > 200, `only ${files.length} files`)
  const found = files.flatMap((path) => waysIn(path, readFileSync(join(HOME, path), 'utf8')).map((way) => `${path}: ${way}`))
  assert.deepEqual(found, [])
  const { dependencies } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  assert.deepEqual(
    Object.keys(dependencies).filter((name) => /mail|smtp|sms|push|twilio|notif/i.test(name)),
    ['nodemailer'],
  )
})

test('the one file that sends is loaded by the start alone, and what it sends is fixed: it takes an address and an id (T-20)', () => {
  const users = filesBelow(HOME, 'src')
    .filter(isSource)
    .filter((path) => /open-post\.ts'/.test(readFileSync(join(HOME, path), 'utf8')))
  assert.deepEqual(users, ['src/main/start-alerts.ts'])
  const source = readFileSync(join(HOME, 'src/edges/mail/open-post.ts'), 'utf8')
  assert.match(source, /post: async \(to, id\) =>/)
  const columns = filesBelow(HOME, 'migrations').flatMap(
    (path) => readFileSync(join(HOME, path), 'utf8').match(/^ {2}[a-z_]+ text.*@\[A-Za-z.*$/gm) ?? [],
  )
  assert.deepEqual(
    columns.map((line) => line.trim().split(' ')[0]),
    ['address'],
    'one column holds addresses of mail: the duty of an office',
  )
})

test('a planted way to send is found', () => {
  for (const text of [
    `import nodemailer from 'nodemailer'`,
    `connect('smtp://mail.example.org')`,
    `registration.showNotification('x')`,
    `new Notification('x')`,
    `navigator.setAppBadge(1)`,
    `import { connect } from 'node:net'`,
    `new WebSocket('wss://x')`,
  ])
    assert.equal(waysIn('src/features/reports/inbox/reply.ts', text).length > 0, true, text)
})
