import { makeTemplate } from './database.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder to make.')
await makeTemplate(folder)
