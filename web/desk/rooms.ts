import { go } from './address.ts'
import { team } from './desk-state.ts'
import { type Inside, late } from './late.ts'
import type { Room } from './room.ts'
import { actorsRoom } from './rooms/actors/room.ts'
import { approvalsRoom } from './rooms/approvals/room.ts'
import { auditRoom } from './rooms/audit/room.ts'
import { casesRoom } from './rooms/cases/room.ts'
import { consentRoom } from './rooms/consent/room.ts'
import { inboxRoom } from './rooms/inbox/room.ts'
import { incidentsRoom } from './rooms/incidents/room.ts'
import { peopleRoom } from './rooms/people/room.ts'
import { searchRoom } from './rooms/search/room.ts'
import { signInRoom } from './rooms/sign-in/room.ts'
import { startRoom } from './rooms/start/room.ts'
import { tasksRoom } from './rooms/tasks/room.ts'
import { teamRoom } from './rooms/team/room.ts'
import { transferRoom } from './rooms/transfer/room.ts'
import './rooms/views/tab.ts'
import type { viewRooms } from './rooms/views/room.ts'
import { type Key, say, withWords } from './words.ts'

/**
 * Every room of the desk, in the order of the rail: inbox, cases, people, actors, evidence, tasks, map, statistics; then
 * those that stand below: approvals, audit, team. A room enters here, and with one line in
 * words.ts, calls.ts and keys/handlers.ts; what few open in a day comes `late`, and `withWords` where its words come late too.
 */
export const ROOMS: readonly Room[] = [
  inboxRoom,
  casesRoom,
  peopleRoom,
  actorsRoom,
  incidentsRoom,
  tasksRoom,
  late({ id: 'map', letter: 'M', title: () => say('views.map_title') }, view('map')),
  late({ id: 'statistics', letter: 'S', title: () => say('views.statistics_title') }, view('statistics')),
  late({ id: 'dialogues', letter: 'D', title: () => say('dialogues.title'), codes: 'Y' }, () =>
    withWords(import('./rooms/dialogues/room.ts').then(({ dialoguesRoom }) => dialoguesRoom)),
  ),
  late({ id: 'commitments', letter: 'K', title: () => say('commitments.title'), codes: 'J', wakes: true }, () =>
    withWords(import('./rooms/commitments/room.ts').then(({ commitmentsRoom }) => commitmentsRoom)),
  ),
  late({ id: 'coalition', letter: 'L', title: () => say('coalition.title'), codes: 'L' }, () =>
    withWords(import('./rooms/coalition/room.ts').then(({ coalitionRoom }) => coalitionRoom)),
  ),
  late(
    {
      id: 'documents',
      letter: 'R',
      title: () => say('documents.title'),
      isFor: reviews,
      commands: () => (reviews() ? [] : [{ id: 'documents.open', words: () => say('documents.title'), run: () => go('documents') }]),
    },
    () => withWords(import('./rooms/documents/room.ts').then(({ documentsRoom }) => documentsRoom)),
  ),
  transferRoom,
  late({ id: 'alerts', letter: 'W', title: () => say('alerts.title'), stands: 'work', codes: 'W', wakes: true }, () =>
    import('./rooms/alerts/room.ts').then(({ alertsRoom }) => alertsRoom),
  ),
  teamRoom,
  signInRoom,
  startRoom,
  searchRoom,
  approvalsRoom,
  apart('briefings', 'briefings.title', () => withWords(import('./rooms/briefings/room.ts').then(({ briefingsRoom }) => briefingsRoom))),
  apart('import', 'import.title', () => import('./rooms/import/room.ts').then(({ importRoom }) => importRoom)),
  apart('export', 'export.title', () => import('./rooms/export/room.ts').then(({ exportRoom }) => exportRoom)),
  apart('take-along', 'takeAlong.title', () => import('./rooms/take-along/room.ts').then(({ takeAlongRoom }) => takeAlongRoom)),
  apart('timeline', 'views.timeline_title', view('timeline')),
  apart('graph', 'views.graph_title', view('graph')),
  late({ id: 'directory', letter: 'F', title: () => say('directory.title'), stands: 'house' }, () =>
    import('./rooms/directory/room.ts').then(({ directoryRoom }) => directoryRoom),
  ),
  apart('nodes', 'nodes.title', () => import('./rooms/nodes/room.ts').then(({ nodesRoom }) => nodesRoom)),
  auditRoom,
  consentRoom,
]

/** Whom the installation let in to public documents. */
function reviews(): boolean {
  return team.value?.reviews === true
}

/** A room that stands in no rail and is reached through the palette, now and then. */
function apart(id: string, title: Key, load: () => Promise<Inside>): Room {
  const words = () => say(title)
  return late({ id, letter: '', title: words, stands: 'unseen', commands: () => [{ id: `${id}.open`, words, run: () => go(id) }] }, load)
}

/** Four rooms of one script. */
function view(id: keyof typeof viewRooms): () => Promise<Inside> {
  return () => import('./rooms/views/room.ts').then(({ viewRooms: all }) => all[id])
}
