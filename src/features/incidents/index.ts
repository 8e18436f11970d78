export { canCorrectHedge } from './hedge.rules.ts'
export { incidentDoors } from './incident.http.ts'
export { keepAct, keepIncident } from './record-incident.ts'
export { incidentsOutside, type OutsideIncident } from './say-outside.ts'
