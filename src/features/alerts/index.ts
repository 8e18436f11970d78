export { alertDoors, focalDoors } from './alert.http.ts'
export { deliverAlerts, type PostNotice, postNotices, watchClocks } from './alert.jobs.ts'
