// Empty on purpose. Telegram's own telegram-web-app.js goes here: put it as main-rooms/telegram-web-app.js into the folder that
// http.files names, which is served in place of this. Without it the page reads what Telegram gives in its address.
