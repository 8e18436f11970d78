export { fewRooms, listedRooms } from '#base/within-few.ts'
