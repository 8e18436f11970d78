import { h, render } from 'preact'
import { call, furnish, onLock } from './actions.ts'
import { followAddress } from './address.ts'
import { keyList } from './desk-state.ts'
import { ROOMS } from './rooms.ts'
import { listen } from './shortcuts.ts'
import { Frame } from './views/frame.ts'
import { comeBack, ways } from './way-in.ts'
import { preferred, speak } from './words.ts'

const root = document.getElementById('desk')
if (root === null) throw new Error('the page has no place for the desk')

const draw = () => render(h(Frame, {}), root)

// Unmounting is immediate, while a redraw waits for the next frame: nothing sealed is on the screen for even one (UX-C-02).
onLock(() => {
  render(null, root)
  draw()
})
furnish(ROOMS)
followAddress()
void speak(preferred(navigator.languages)).then(start)

/** No longer than this is the page held back for a line that is slow. */
const WAIT_MS = 1_500

/**
 * Once its words are there, it asks what concerns everybody who stands before it, and then the desk is drawn: a line that came
 * above a button, or a way in between two, would move it from under the finger.
 */
async function start(): Promise<void> {
  const list = call('keyList', null).then((read) => {
    keyList.value = read
  })
  // Where a way in is not to be had, nothing is said: the others are there.
  const others = call('ways', null).then((all) => {
    ways.value = all
  })
  await Promise.race([Promise.allSettled([list, others]), new Promise((resolve) => setTimeout(resolve, WAIT_MS))])
  draw()
  listen()
  void comeBack()
}
