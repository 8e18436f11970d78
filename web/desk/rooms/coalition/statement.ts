import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { button, field, mark } from '../../views/parts.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import { many } from '../cases/fields.ts'
import type { JointShown, SignatureShown } from './calls.ts'
import { change, dropFile, file, form, joint, loadJoint, offices, opens } from './state.ts'

/** One statement: its words, who is to sign, who signed which version, and what can be done next. */
export function StatementPage({ of }: { readonly of: string }): JSX.Element {
  useEffect(() => {
    dropFile()
    void quietly(() => loadJoint(of))
  }, [of])
  const now = joint.value?.code === of ? joint.value : null
  if (now === null) return h('p', { role: 'status' }, say('coalition.opening'))
  return h(
    'div',
    null,
    h('h2', null, h('bdi', null, now.title)),
    head(now),
    now.problem === null ? null : h('p', { role: 'alert' }, mark('stop', say('coalition.not_opened', { code: now.problem }))),
    form.value === 'revise' ? h(ReviseForm, { of: now }) : form.value === 'sign' ? h(SignForm, { of: now }) : words(now),
    signatories(now),
    form.value === null ? ways(now) : null,
  )
}

function head({ code, name, by, state, n, signBy, publishedOn }: JointShown): JSX.Element {
  return h(
    'p',
    null,
    h('span', { class: 'code', dir: 'ltr' }, code),
    ` · ${nameIn(name, by)} · ${say(`coalition.is_${state}`)} · ${say('coalition.version', { n })}`,
    publishedOn === null ? null : ` · ${dayInWords(publishedOn)}`,
    signBy === null || publishedOn !== null ? null : ` · ${say('coalition.sign_by')} ${dayInWords(signBy)}`,
  )
}

function words({ text }: JointShown): JSX.Element | null {
  if (text === null) return null
  const paragraphs = text.split(/\n\s*\n/)
  return h('article', { class: 'joint-words', dir: 'auto' }, ...paragraphs.map((one, at) => h('p', { key: at, dir: 'auto' }, one)))
}

/** Who stands under this version, who under an earlier one, and of whom nothing came. */
function signatories({ parties, signatures, n }: JointShown): JSX.Element | null {
  if (parties.length === 0 && signatures.length === 0) return null
  const all = [...new Map([...signatures, ...parties].map(({ team, name }) => [team, name]))]
  return h(
    'div',
    null,
    h('h3', null, say('coalition.signatories')),
    h(
      'ul',
      { class: 'plain-list' },
      ...all.map(([team, name]) =>
        h(
          'li',
          { key: team },
          h('bdi', null, nameIn(name, team)),
          ' ',
          standing(
            signatures.filter((one) => one.team === team),
            n,
          ),
        ),
      ),
    ),
  )
}

function standing(own: readonly SignatureShown[], n: number): JSX.Element {
  const live = own.find((one) => one.withdrawnOn === null)
  if (live === undefined) return mark('caution', say(own.length === 0 ? 'coalition.waits' : 'coalition.taken_back'))
  if (live.problem !== null) return mark('stop', say('coalition.forged'))
  if (live.n !== n) return mark('caution', say('coalition.signed_earlier', { n: live.n }))
  return h(
    'span',
    null,
    mark('picked', say(live.listed ? 'coalition.signed_listed' : 'coalition.signed_unlisted')),
    ' ',
    dayInWords(live.signedOn),
  )
}

/** What can be done next: whoever is asked signs, whoever drew it up goes on, and a signature can always be taken back. */
function ways(now: JointShown): JSX.Element {
  const mine = now.signatures.find((one) => one.team === now.team && one.withdrawnOn === null)
  const unsign = () =>
    void change(
      () => call('coalition.unsign', { statement: now.code }),
      () => loadJoint(now.code),
    )
  return h(
    'div',
    { class: 'ways' },
    now.state === 'open'
      ? [maySign(now, mine?.n) ? button(say('coalition.sign'), opens('sign'), { kind: 'first' }) : null, ...ownWays(now)]
      : null,
    now.state === 'published' && now.text !== null ? formWay(now) : null,
    mine === undefined ? null : button(say('coalition.unsign'), unsign, { kind: 'quiet' }),
  )
}

const maySign = ({ parties, text, team, n }: JointShown, signed: number | undefined): boolean =>
  text !== null && signed !== n && parties.some((one) => one.team === team)

function ownWays(now: JointShown): (JSX.Element | null)[] {
  if (!now.isOwn) return []
  const hasSigned = (team: string) => now.signatures.some((one) => one.team === team && one.n === now.n && one.withdrawnOn === null)
  const isWhole = now.parties.length > 0 && now.parties.every(({ team }) => hasSigned(team))
  const { code: statement, n, revision } = now
  const publish = () =>
    void change(
      () => call('coalition.publish', { statement, n, revision }),
      () => loadJoint(statement),
    )
  return [
    button(say(n === 0 ? 'coalition.write' : 'coalition.rewrite'), opens('revise'), n === 0 ? { kind: 'first' } : {}),
    isWhole ? button(say('coalition.publish'), publish, { kind: 'first' }) : null,
  ]
}

function formWay({ code }: JointShown): JSX.Element {
  if (file.value !== null) return h('a', { href: file.value, download: `${code}.txt`, class: 'first' }, say('coalition.save_form'))
  const make = async () => {
    const made = await working(say('coalition.opening'), () => call('coalition.form', { statement: code }))
    if (made === null) return
    const under = made.signatories.map(({ team, name }) => `- ${nameIn(name, team)}`)
    const text = `${made.title}\n\n${made.text.trim()}\n\n${say('coalition.signatories')}\n${under.join('\n')}\n`
    file.value = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  }
  return button(say('coalition.make_form'), () => void make(), { kind: 'first' })
}

/** Other words are another version: whoever signed the one before signs again. */
function ReviseForm({ of }: { readonly of: JointShown }): JSX.Element {
  const text = useSignal(of.text ?? '')
  const picked = useSignal<readonly string[]>(of.parties.map(({ team }) => team))
  const send = () =>
    change(
      () => call('coalition.revise', { statement: of.code, text: text.value, parties: picked.value }),
      () => loadJoint(of.code),
    )
  return h(
    Box,
    { title: say('coalition.rewrite'), go: say('coalition.send'), onGo: () => void send(), onCancel: opens(null) },
    of.n === 0 ? null : h('p', { class: 'hint' }, mark('caution', say('coalition.rewrite_hint'))),
    field({
      id: 'joint-text',
      label: say('coalition.words'),
      hint: say('coalition.words_hint'),
      lines: 14,
      value: text.value,
      onValue: (value) => {
        text.value = value
      },
    }),
    many({
      label: say('coalition.asked'),
      all: offices.value.filter(({ receives }) => receives).map(({ team, name }) => ({ id: team, words: nameIn(name, team) })),
      value: picked.value,
      onValue: (value) => {
        picked.value = value
      },
    }),
  )
}

/** What is signed stands on the screen while it is signed. */
function SignForm({ of }: { readonly of: JointShown }): JSX.Element {
  const listed = useSignal(false)
  const { title, text } = of
  const send = () =>
    change(
      () => call('coalition.sign', { statement: of.code, title, text: text ?? '', listed: listed.value }),
      () => loadJoint(of.code),
    )
  return h(
    Box,
    { title: say('coalition.sign'), go: say('coalition.sign_go', { n: of.n }), onGo: () => void send(), onCancel: opens(null) },
    words(of),
    h('p', { class: 'hint' }, say('coalition.sign_hint')),
    h(
      'label',
      null,
      h('input', {
        type: 'checkbox',
        checked: listed.value,
        onChange: () => {
          listed.value = !listed.value
        },
      }),
      ' ',
      say('coalition.listed'),
    ),
  )
}
