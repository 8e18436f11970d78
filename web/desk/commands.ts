import { signal } from '@preact/signals'
import { lock, undo } from './actions.ts'
import { address, closePanel, go, openFull } from './address.ts'
import { overlay, toast } from './desk-state.ts'
import type { Command, Room } from './room.ts'
import { ROOMS } from './rooms.ts'
import { say } from './words.ts'

const roomOf = (id: string | undefined): Room | undefined => ROOMS.find((room) => room.id === id)

/** The rooms whose keys count: that of the last panel first, then the one that fills the work area. */
export function roomsHere(): readonly Room[] {
  const { room, panels } = address.value
  return [roomOf(panels.at(-1)?.room), roomOf(room)].filter((one, at, all) => one !== undefined && all.indexOf(one) === at) as Room[]
}

const walk = (by: 1 | -1) => (): void => roomOf(address.value.room)?.walk?.(by)

/** What works in every room. */
export function houseCommands(): readonly Command[] {
  const undoing = toast.value?.undo != null
  return [
    { id: 'desk.palette', words: () => say('palette.open'), key: 'Ctrl K', run: () => (overlay.value = 'palette') },
    { id: 'desk.search', words: () => say('palette.search'), key: '/', run: search },
    { id: 'desk.help', words: () => say('desk.help'), key: '?', run: () => (overlay.value = 'help') },
    { id: 'desk.lock', words: () => say('desk.lock'), key: 'Ctrl L', run: () => void lock(false) },
    ...(undoing ? [{ id: 'desk.undo', words: () => say('undo.do'), key: 'U', run: () => void undo() }] : []),
    { id: 'desk.previous', words: () => say('frame.walk_back'), key: '[', run: walk(-1) },
    { id: 'desk.next', words: () => say('frame.walk_on'), key: ']', run: walk(1) },
  ]
}

/** `G`, then the letter of a room. */
export function goCommands(): readonly Command[] {
  return ROOMS.filter(({ stands, isFor }) => stands !== 'unseen' && isFor?.() !== false).map(({ id, letter, title }) => ({
    id: `go.${id}`,
    words: () => say('palette.go', { room: title() }),
    ...(letter === '' ? {} : { key: `G ${letter}` }),
    run: () => go(id),
  }))
}

/** Everything that can be done now: here first, then in the other rooms, then everywhere (UX-C-08). */
export function allCommands(): readonly Command[] {
  const here = roomsHere()
  const rooms = [...here, ...ROOMS.filter((room) => !here.includes(room))]
  return [...rooms.flatMap(({ commands }) => commands?.() ?? []), ...goCommands(), ...houseCommands()]
}

const CODE = /^([A-Z])-?([0-9A-Z]{6})$/

/** What typed letters may mean: a code, and what the rooms know by it. */
export function found(typed: string): readonly Command[] {
  const [, letter, rest] = CODE.exec(typed.trim().toUpperCase()) ?? []
  const room = letter === undefined ? undefined : ROOMS.find(({ codes }) => codes === letter)
  const byCode: Command[] =
    room === undefined
      ? []
      : [
          {
            id: `go.${letter}-${rest}`,
            words: () => say('palette.go', { room: `${letter}-${rest}` }),
            run: () => go(room.id, `${letter}-${rest}`),
          },
        ]
  const byRooms = typed.trim() === '' ? [] : ROOMS.flatMap(({ find }) => find?.(typed) ?? [])
  return [...byCode.filter(({ id }) => !byRooms.some((one) => one.id === id)), ...byRooms]
}

/** Ids of what was run in this session, newest first. They leave with the lock. */
export const recent = signal<readonly string[]>([])

export function runCommand(command: Command): void {
  recent.value = [command.id, ...recent.value.filter((id) => id !== command.id)].slice(0, 8)
  command.run()
}

/** The search field of the room, or the palette where it has none. */
function search(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  if (field === null) overlay.value = 'palette'
  else field.focus()
}

/** Closes what is on top: what lies over the page, a form of the room, then the last panel. */
export function closeTop(): void {
  if (overlay.value !== null) overlay.value = null
  else if (!roomsHere().some(({ close }) => close?.() === true)) closePanel()
}

/** Shows in full what stands in the last panel, where it has a page of its own. */
export function enterPanel(): void {
  if (roomOf(address.value.panels.at(-1)?.room)?.hasFull === true) openFull()
}
