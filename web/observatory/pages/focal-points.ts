import type { Release } from '#features/observatory/release.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { writeDay } from '../when.ts'
import { localeOf } from '../words.ts'

type Office = NonNullable<Release['offices']>[number]

/** Days after which a line counts as not verified until somebody checked it again. (R-EP-26) */
const CHECKED_DAYS = 180
const DAY = 86_400_000
/** The first day of 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)

/** Offices that agreed to be found, country by country: whose they are, when somebody is there, and how old the line is. */
export function focalPage({ library }: Site): Page {
  const { offices = [], asOf } = library.release
  return {
    address: 'focal-points/',
    inputs: { offices, asOf },
    write: (reader) => ({
      title: reader.words('nav.focal'),
      lead: reader.words('focal.lead'),
      main: html`${offices.length === 0 ? html`<p>${reader.words('focal.none')}</p>` : list(offices, asOf, reader)}<p class="note">${reader.words('focal.note')}</p><p class="more"><a href="/data/focal-points.csv">${reader.words('table.csv')}</a></p>`,
    }),
  }
}

function list(offices: readonly Office[], asOf: string, reader: Reader): SafeHtml {
  const head = (['table.country', 'focal.office', 'focal.languages', 'focal.hours', 'focal.contact', 'focal.checked'] as const).map(
    (key) => html`<th scope="col">${reader.words(key)}</th>`,
  )
  const lines = offices
    .flatMap((office) => office.territory.map((state) => ({ state, office })))
    .toSorted(
      (one, other) =>
        reader.compare(reader.country(one.state), reader.country(other.state)) || reader.compare(one.office.name, other.office.name),
    )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('nav.focal')}"><table><caption class="unseen">${reader.words('nav.focal')}</caption><thead><tr>${head}</tr></thead><tbody>${lines.map(
    ({ state, office }) => line(state, office, asOf, reader),
  )}</tbody></table></div>`
}

function line(state: string, office: Office, asOf: string, reader: Reader): SafeHtml {
  const whose = reader.words(office.stateBody ? 'focal.state_body' : 'focal.not_state')
  return html`<tr id="${office.code}-${state}"><th scope="row">${reader.country(state)}</th><td><bdi>${office.name}</bdi><br><small>${whose}${office.police && html` · ${reader.words('focal.police')}`}</small></td><td>${office.languages.map((one) => reader.tongueName(one)).join(', ')}</td><td>${hours(office, reader)}</td><td><bdi>${office.contact}</bdi></td><td>${checked(office, asOf, reader)}</td></tr>`
}

function hours({ opens, closes, offsetMinutes, days }: Office, reader: Reader): SafeHtml {
  const names = new Intl.DateTimeFormat(localeOf(reader.language), { weekday: 'short', timeZone: 'UTC' })
  const on =
    days.length === 7
      ? ''
      : days
          .toSorted((one, other) => one - other)
          .map((day) => names.format(MONDAY + (day - 1) * DAY))
          .join(', ')
  if (opens === closes) return html`${reader.words('focal.always')}${on !== '' && html`<br>${on}`}`
  return html`${on !== '' && html`${on}<br>`}<span dir="ltr">${clock(opens)}–${clock(closes)}</span><br><small dir="ltr">${zone(offsetMinutes)}</small>`
}

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const zone = (minutes: number): string => (minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${clock(Math.abs(minutes))}`)

function checked({ checkedOn }: Office, asOf: string, reader: Reader): string {
  const date = writeDay(checkedOn, 'day', reader.language)
  return Date.parse(asOf) - Date.parse(checkedOn) > CHECKED_DAYS * DAY ? reader.words('focal.unverified', { date }) : date
}
