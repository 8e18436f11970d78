export const en = {
  'page.title': 'Contact form',
} as const
export type ShellKey = keyof typeof en
