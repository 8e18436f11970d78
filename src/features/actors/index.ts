export { actorDoors } from './actor.http.ts'
export { implicatedBy } from './keep-actors.ts'
