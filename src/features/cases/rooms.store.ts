export { fewRooms, type Listed, listedRooms } from '#base/within-few.ts'
