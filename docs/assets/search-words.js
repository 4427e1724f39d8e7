// Questions are searched without their small words: the search finds every word as a beginning, and “as” begins “assistant”.
"use strict";
(() => {
  const small = new Set(
    ("a about after all also am an and any are as at be been but by can cannot could did do does doing for from get go got " +
      "had has have here how i if in into is it its just let like make may me my no not of on only or our please " +
      "put so some still than that the their them then there they this to too us want was we were what when where which " +
      "while who why will with would you your").split(" "),
  )
  const QUERY = 2 // the kind of message that asks the search
  const without = (question) => {
    const words = question.replace(/n[’']t\b|[’'](?:s|m|re|ve|ll|d)\b/gi, "").split(/\s+/)
    const kept = words.filter((word) => !small.has(word.toLowerCase().replace(/[^\w+#-]/g, "")))
    return kept.length ? kept.join(" ") : question
  }
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message, ...rest) {
    const asks = message?.type === QUERY && typeof message.data === "string"
    return post.call(this, asks ? { ...message, data: without(message.data) } : message, ...rest)
  }
})()
