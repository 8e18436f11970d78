export { alertDoors, focalDoors, openAlertDoors } from './alert.http.ts'
export { runAlerts } from './alert.jobs.ts'
