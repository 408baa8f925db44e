/// Users who come from a Mini App of Telegram: [Launches] says who they are, [TelegramSignIn] gives
/// them a token. Knows nothing of how a launch or a token is signed.
@NullMarked
package io.klatch.domain.telegram;

import org.jspecify.annotations.NullMarked;
