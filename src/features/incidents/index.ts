export { saidOutside } from './hedge.rules.ts'
export { incidentDoors } from './incident.http.ts'
export { keepAct, keepIncident } from './record-incident.ts'
