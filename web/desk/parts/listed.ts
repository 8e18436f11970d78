import { language } from '../words.ts'

/** Things one after the other, with the comma of the script that is read: an Arabic sentence has its own. */
export const listed = (all: readonly string[]): string => all.join(language.value === 'ar' ? '، ' : ', ')
