import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { openPost, type Post } from './open-post.ts'

type Came = { readonly from: string; readonly to: readonly string[]; readonly text: string }
const came: Came[] = []
let server: SMTPServer
let post: Post
let refuses = false

before(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (refuses) return done(new Error('try later'))
        const { mailFrom, rcptTo } = session.envelope
        came.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
        })
        done()
      })
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  post = openPost({
    relay: `smtp://127.0.0.1:${port}`,
    password: undefined,
    from: 'notices@asylia.example',
    desk: 'https://desk.invented.example/desk/',
  })
})
after(() => {
  post.close()
  server.close()
})

const wordsOf = ({ text }: Came) => text.replaceAll(/^(?:Message-ID|Date): .*\r\n/gm, '').replaceAll('duty', 'deputy')

test('a notice is one fixed text without a return path, the same for every office and every alert (T-20, X-14)', async () => {
  await post.post('duty@office.example', 'one')
  await post.post('deputy@office.example', 'two')
  const [first, second] = came
  assert.ok(first !== undefined && second !== undefined)
  assert.deepEqual([first.from, first.to, second.to], ['', ['duty@office.example'], ['deputy@office.example']])
  assert.equal(wordsOf(first), wordsOf(second))
  assert.match(first.text, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(first.text, /^Message-ID: <one@asylia\.example>\r$/m)
  assert.match(first.text, /^Subject: Asylia\r$/m)
  assert.doesNotMatch(first.text, /alert|urgent|TLP|W-[2-9A-Z]{6}/i)
})

test('a relay that does not take it makes it fail, so that it is tried again', async () => {
  refuses = true
  await assert.rejects(post.post('duty@office.example', 'three'))
  refuses = false
  await post.post('duty@office.example', 'three')
  assert.equal(came.length, 3)
})
