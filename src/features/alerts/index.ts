export { alertDoors, focalDoors, newsDoors, openAlertDoors } from './alert.http.ts'
export { runAlerts } from './alert.jobs.ts'
export { type News, openNews, runNews } from './news/tell-desks.ts'
