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

/** Once its words are there, the desk is drawn; then it asks what concerns everybody who stands before it. */
function start(): void {
  draw()
  listen()
  void call('keyList', null).then((list) => {
    keyList.value = list
  })
  // Where a way in is not to be had, nothing is said: the others are there.
  void call('ways', null).then(
    (all) => {
      ways.value = all
    },
    () => undefined,
  )
  void comeBack()
}
