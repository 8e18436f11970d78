export { fewRooms } from '#base/within-few.ts'
