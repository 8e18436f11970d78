import { h } from 'preact'
import type { Inside } from '../../late.ts'
import { ImportPage } from './page.ts'
import { forget } from './state.ts'

/** Tables of other programs, brought in where the keys are. */
export const importRoom: Inside = {
  view: () => h(ImportPage, {}),
  forget,
}
