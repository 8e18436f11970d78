export { alertDoors, focalDoors } from './alert.http.ts'
export { runAlerts } from './alert.jobs.ts'
