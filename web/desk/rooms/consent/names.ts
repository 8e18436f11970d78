import { type Key, say } from '../../words.ts'

/** The words of the vocabulary for one use. */
export function scopeName(scope: string): string {
  return say(`consent.scope.${scope}` as Key)
}

export function subjectName(subject: string): string {
  return subject === 'reporter' ? say('consent.reporter') : subject
}
