export { withinFew } from '#base/within-few.ts'
