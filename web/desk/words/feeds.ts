import { inFive } from './in-five.ts'

/** What stands at an address of one's own feed. In the order en, vi, th, fr, ar. */
export const feedWords = inFive({
  'feeds.saving': ['Keeping it', 'Đang lưu', 'กำลังบันทึก', 'Enregistrement', 'يجري الحفظ'],
  'feeds.none': ['You have no address.', 'Bạn chưa có địa chỉ.', 'คุณยังไม่มีที่อยู่', 'Vous n’avez pas d’adresse.', 'ليس لديك عنوان.'],
  'feeds.since': [
    'Your address is from {day}.',
    'Địa chỉ của bạn có từ {day}.',
    'ที่อยู่ของคุณสร้างเมื่อ {day}',
    'Votre adresse date du {day}.',
    'عنوانك من {day}.',
  ],
  'feeds.make': ['Make an address', 'Tạo địa chỉ', 'สร้างที่อยู่', 'Créer une adresse', 'أنشئ عنواناً'],
  'feeds.renew': [
    'Make a new address and end the old one',
    'Tạo địa chỉ mới và bỏ địa chỉ cũ',
    'สร้างที่อยู่ใหม่และยุติอันเก่า',
    'Créer une nouvelle adresse et terminer l’ancienne',
    'أنشئ عنواناً جديداً وأنهِ القديم',
  ],
  'feeds.end': ['End it', 'Chấm dứt', 'ยุติ', 'La terminer', 'أنهه'],
  'feeds.once': [
    'The address, shown once',
    'Địa chỉ, chỉ hiện một lần',
    'ที่อยู่ แสดงครั้งเดียว',
    'L’adresse, montrée une fois',
    'العنوان، يظهر مرة واحدة',
  ],
})
