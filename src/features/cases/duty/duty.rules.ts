import { casework } from '#kernel/casework.ts'

/** Within how many minutes somebody answers an alarm before it goes on (R-EP-22). */
export const ALARM_MINUTES = 15

/** The line that a case in this country goes to: its own, that of the Member States, that of everywhere else (R-NGO-51). */
export function dutyFor<Line extends { readonly country: string }>(country: string, lines: readonly Line[]): Line | null {
  const of = (code: string) => lines.find((line) => line.country === code) ?? null
  return of(country) ?? (casework.members.includes(country) ? of('EU') : null) ?? of('ZZ')
}

/** When an alarm that was raised now goes on to the deputy. */
export const answerUntil = (now: Date): Date => new Date(now.getTime() + ALARM_MINUTES * 60_000)
