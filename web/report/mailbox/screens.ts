import type { Screen } from '../screens.ts'
import { filesScreen } from './files-screen.ts'
import { messagesScreen } from './messages-screen.ts'
import { openScreen } from './open-screen.ts'
import { readersScreen } from './readers-screen.ts'
import { safetyScreens } from './safety-screens.ts'
import { wordsScreen } from './words-screen.ts'
import { writeScreen } from './write-screen.ts'

/** M1 to M4. */
export const screens: readonly Screen[] = [
  openScreen,
  messagesScreen,
  writeScreen,
  ...safetyScreens,
  wordsScreen,
  readersScreen,
  filesScreen,
]
