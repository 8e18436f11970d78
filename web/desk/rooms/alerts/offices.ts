import { h, type JSX } from 'preact'
import { scopeOf } from '#features/alerts/alert.rules.ts'
import { hrefOf } from '../../address.ts'
import { mark } from '../../views/parts.ts'
import { countryName, dayInWords, nameIn, say } from '../../words.ts'
import type { Choosing, OfficeChoice } from './calls.ts'
import { scopeWord, wordOf } from './codes.ts'
import { change, countriesIn, fields, isAgreed, isShowShut, type Routed, routed } from './form-state.ts'

/** Whom to tell: what the directory proposes first, each with why; who may not have it stands in its place, greyed. guards T-27 */
export function Offices({ of }: { readonly of: Choosing }): JSX.Element {
  const { offices: picked, about } = fields.value
  const found = routed(of, fields.value)
  const rank = (team: string) => {
    const at = found.offices.findIndex((one) => one.team === team)
    return at < 0 ? Number.POSITIVE_INFINITY : at
  }
  const all = of.offices.toSorted((one, other) => rank(one.team) - rank(other.team))
  const toggle = (team: string) => change({ offices: picked.includes(team) ? picked.filter((one) => one !== team) : [...picked, team] })
  return h(
    'fieldset',
    { class: 'choice offices' },
    h('legend', { class: 'label' }, say('alerts.form.to')),
    h(Gaps, { found }),
    h(Away, { of }),
    ...all.map((office) =>
      h(One, { key: office.team, office, found, isAgreed: isAgreed(of, office, about), isPicked: picked.includes(office.team), toggle }),
    ),
    h(Shows, {}),
  )
}

function Shows(): JSX.Element {
  const { shows } = fields.value
  const isShut = isShowShut()
  return h(
    'label',
    { class: isShut ? 'barred' : undefined },
    // What is ticked already can be taken off.
    h('input', { type: 'checkbox', checked: shows, disabled: isShut && !shows, onChange: () => change({ shows: !shows }) }),
    ' ',
    say('alerts.form.shows'),
    isShut ? h('span', { class: shows ? 'wrong' : 'quiet' }, ` (${say('alerts.form.shows_shut')})`) : null,
  )
}

function Gaps({ found }: { readonly found: Routed }): JSX.Element | null {
  if (found.gaps.length === 0) return null
  return h(
    'div',
    { role: 'status' },
    ...found.gaps.map(({ state, why }) => h('p', { key: state }, mark('caution', say(`alerts.gap.${why}`, { state: countryName(state) })))),
  )
}

/** Installations whose offices are not offered: what would make them so is done in their room. guards T-47 */
function Away({ of: { away } }: { readonly of: Choosing }): JSX.Element | null {
  if (away.length === 0) return null
  return h(
    'p',
    { class: 'quiet' },
    ...away.flatMap(({ name, trust, problem }) => [
      trust === 'refused' ? mark('stop', say('alerts.away.refused', { name, code: problem ?? '' })) : say(`alerts.away.${trust}`, { name }),
      ' ',
    ]),
    h('a', { href: hrefOf('nodes') }, say('nodes.title')),
  )
}

/** Of an office elsewhere, what an office here is known by anyway, and the day on which its installation was heard. */
function standsFor({ node, heard, kind, of }: OfficeChoice): readonly string[] {
  if (node === null) return []
  const isState = kind === 'state' || of.length > 0
  const stands = isState ? [say('alerts.state_body'), ...of.map(countryName)] : [say('alerts.no_state_body')]
  if (heard === null) return stands
  return [...stands, `${node}: ${say('nodes.heard_by', { who: heard.member, day: dayInWords(heard.at) })}`]
}

type OneParts = {
  readonly office: OfficeChoice
  readonly found: Routed
  readonly isAgreed: boolean
  readonly isPicked: boolean
  readonly toggle: (team: string) => void
}

function One({ office, found, isAgreed: agreed, isPicked, toggle }: OneParts): JSX.Element {
  const { team, name, barred, receives } = office
  const isShut = barred || !receives || !agreed
  const { why, isFromOrigin } = reasonsOf(office, found)
  return h(
    'label',
    { class: isShut ? 'barred' : undefined },
    h('input', { type: 'checkbox', disabled: isShut && !isPicked, checked: isPicked, onChange: () => toggle(team) }),
    ' ',
    h(barred ? 's' : 'bdi', null, nameIn(name, team)),
    h('span', { class: 'quiet' }, ` ${[scopeWord(scopeOf(office)), ...standsFor(office), ...why].join(' · ')}`),
    agreed ? null : h('span', { class: 'wrong' }, ` ${say('alerts.form.not_agreed')}`),
    isFromOrigin ? h('span', null, ' ', mark('stop', wordOf('against', 'of_origin'))) : null,
  )
}

/** Why an office is proposed, and what speaks against it, in words. */
function reasonsOf(
  { team, barred, receives, of }: OfficeChoice,
  { offices }: Routed,
): { readonly why: readonly string[]; readonly isFromOrigin: boolean } {
  const origins = countriesIn(fields.value.origins)
  const isFromOrigin = of.some((state) => origins.includes(state))
  const proposal = offices.find((one) => one.team === team)
  const known: readonly (readonly [string, boolean])[] = [
    ['barred', barred],
    ['no_key', !receives],
  ]
  const against = new Set([...known.filter(([, holds]) => holds).map(([why]) => why), ...(proposal?.warns ?? [])])
  against.delete('of_origin')
  return {
    why: [...(proposal?.speaks ?? []).map((one) => wordOf('for', one)), ...[...against].map((one) => wordOf('against', one))],
    isFromOrigin,
  }
}
