export { saidOutside } from './hedge.rules.ts'
export { incidentDoors } from './incident.http.ts'
