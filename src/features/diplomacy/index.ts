export { dialogueDoors, openDialogueDoors } from './dialogue.http.ts'
