import type { Said } from '#kernel/languages.ts'

export const AREAS: Readonly<Record<string, Said>> = {
  human_rights: { en: 'Human rights' },
}
