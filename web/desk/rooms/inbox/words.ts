import { wordsOf } from '../../words/of-room.ts'

/** What the inbox says beyond the words of the first one, which stand in the common catalogue. */
export const inboxWords = wordsOf({
  en: { 'inbox.search': 'Look for new messages' },
  vi: { 'inbox.search': 'Tìm tin nhắn mới' },
  th: { 'inbox.search': 'ค้นหาข้อความใหม่' },
  fr: { 'inbox.search': 'Chercher de nouveaux messages' },
  ar: { 'inbox.search': 'البحث عن رسائل جديدة' },
})
