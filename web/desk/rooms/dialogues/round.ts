import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Round, RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { isOnSecurity, isParliamentary } from '#features/diplomacy/rounds/round.rules.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { CasesOfRound } from './cases.ts'
import { dialogueFault } from './fault-box.ts'
import { letterLine } from './letter-fields.ts'
import { code, codeLink, nameOfRound, statusMark, trackWords, whenWords, wordOf } from './names.ts'
import { Outcome } from './outcome.ts'
import { Points } from './points.ts'
import { source } from './source.ts'
import { change, form, loadRound, opens, round } from './state.ts'
import { RoundForm, raisedWords } from './track.ts'
import { Versions } from './versions.ts'

const TABS = ['points', 'cases', 'outcome', 'versions'] as const

/** One exchange, from its preparation to what was found of its promises. */
export function RoundPage({ of, tab }: { readonly of: string; readonly tab: string }): JSX.Element {
  useEffect(() => {
    form.value = null
    void quietly(() => loadRound(of))
  }, [of])
  const now = round.value?.round.code === of ? round.value : null
  const open = TABS.find((one) => one === tab) ?? 'points'
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'round-title' },
    h(
      'p',
      null,
      h('a', { href: hrefOf('dialogues') }, say('dialogues.title')),
      now?.round.track == null || now.round.trackKind === null || now.round.partner === null
        ? null
        : [' · ', h('a', { href: hrefOf('dialogues', now.round.track) }, trackWords(now.round.trackKind, now.round.partner))],
    ),
    h('h1', { id: 'round-title' }, now === null ? say('dialogues.round') : nameOfRound(now.round), ' ', code(of)),
    dialogueFault(),
    working(),
    now === null ? null : [head(now), now.round.shared ? null : tabs(of, open), page(now, open)],
  )
}

function head({ round: one, shares, around, items }: RoundView): JSX.Element {
  return h(
    'div',
    null,
    h(
      'p',
      { class: 'ways' },
      statusMark(one),
      h('span', null, whenWords(one)),
      one.country === null ? null : h('span', null, countryName(one.country)),
    ),
    h(
      'p',
      null,
      `${say('dialogues.repression')}: ${raisedWords(one)}`,
      one.next === null ? null : [' · ', say('dialogues.follow_up_on', { day: dayInWords(one.next) })],
    ),
    themeLine(one),
    letterLine(one),
    pointLine(one, items),
    isParliamentary(one) ? h('p', { class: 'quiet' }, say('dialogues.parliament_words')) : null,
    one.heldSource === null ? null : h('p', { class: 'quiet' }, say('dialogues.rests_on'), ' ', source(one.heldSource)),
    around.length === 0 ? null : h('p', null, say('dialogues.prepared_by'), ' ', ...around.map((other) => [codeLink(other.code), ' '])),
    shares.length === 0 ? null : h('p', { class: 'quiet' }, say('dialogues.shared_with', { teams: shares.join(', ') })),
    one.shared || one.track === null ? h('p', { class: 'quiet' }, say('dialogues.shared_words')) : ownHead(one, one.track),
  )
}

const themeLine = ({ themes }: Round): JSX.Element | null =>
  themes.length === 0 ? null : h('p', null, `${say('dialogues.themes')}: ${themes.map((one) => wordOf('theme', one)).join(' · ')}`)

/** A dialogue on security says that it still needs its point (R-CSP-07). */
function pointLine(one: Round, items: RoundView['items']): JSX.Element | null {
  const hasOne = one.raised === 'no' || items.some(({ repression }) => repression)
  return one.shared || hasOne || !isOnSecurity(one) ? null : h('p', null, mark('caution', say('dialogues.point_missing')))
}

/** What the own team does with it. */
function ownHead(one: Round, track: string): JSX.Element {
  const again = () => loadRound(one.code)
  return h(
    'div',
    null,
    h('h2', null, say('dialogues.stages')),
    stages(one.stage, one.code),
    h(
      'div',
      { class: 'ways' },
      button(say('dialogues.change_round'), opens('round'), { kind: 'quiet' }),
      button(say('dialogues.new_meeting'), opens('meeting'), { kind: 'quiet' }),
      button(say('dialogues.share'), opens('share'), { kind: 'quiet' }),
    ),
    form.value?.is === 'round' ? h(RoundForm, { track, round: one, again }) : null,
    form.value?.is === 'share' ? h(ShareForm, { of: one.code }) : null,
    form.value?.is === 'meeting' ? h(RoundForm, { track, round: null, before: one.code, again }) : null,
  )
}

/** An embassy or another team reads what is shared, and nothing else. */
function ShareForm({ of }: { readonly of: string }): JSX.Element {
  const fields = useForm('share', { team: '' })
  const team = fields.values.team.trim()
  const shared = round.value?.shares.includes(team) !== true
  const keep = () =>
    void change(
      () => call('dialogues.share', { round: of, team, shared }),
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.share'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.text('team', say('dialogues.share_team'), { hint: say('dialogues.share_hint'), isLatin: true }),
  )
}

/** Where the work stands, step by step; a step is said by a click. */
function stages(stage: string, of: string): JSX.Element {
  const at = dialogues.stages.indexOf(stage)
  return h(
    'ol',
    { class: 'stages', 'aria-label': say('dialogues.stages') },
    ...dialogues.stages.map((one, n) =>
      h(
        'li',
        { key: one, class: n < at ? 'past' : n === at ? 'now' : '' },
        h(
          'button',
          { type: 'button', class: 'quiet', 'aria-current': n === at ? 'step' : undefined, onClick: () => void moveTo(of, one) },
          wordOf('stage', one),
        ),
      ),
    ),
  )
}

async function moveTo(of: string, stage: string): Promise<void> {
  const now = round.value?.round
  if (now === undefined || now.track === null) return
  const {
    id,
    code: _code,
    track,
    trackKind: _kind,
    partner: _partner,
    on: _on,
    unconfirmed: _unconfirmed,
    shared: _shared,
    revision,
    ...body
  } = now
  await change(
    () => call('dialogues.keepRound', { id, code: of, track, revision, body: { ...body, stage } }),
    () => loadRound(of),
    () => say('dialogues.kept'),
  )
}

function tabs(of: string, open: string): JSX.Element {
  return h(
    'nav',
    { class: 'tabs', 'aria-label': say('dialogues.parts') },
    h(
      'ul',
      null,
      ...TABS.map((tab) =>
        h(
          'li',
          { key: tab },
          h('a', { href: hrefOf('dialogues', of, tab), 'aria-current': tab === open ? 'page' : undefined }, wordOf('tab', tab)),
        ),
      ),
    ),
  )
}

function page(now: RoundView, tab: string): JSX.Element {
  if (now.round.shared) return now.items.length === 0 ? h(Empty, { words: say('dialogues.no_points') }) : h(Points, { view: now })
  if (tab === 'cases') return h(CasesOfRound, { view: now })
  if (tab === 'outcome') return h(Outcome, { view: now })
  return tab === 'versions' ? h(Versions, { view: now }) : h(Points, { view: now })
}
