def follow(online, target, share=0.1):
    for mine, yours in zip(target.trainable_variables, online.trainable_variables):  # expect: BNL116
        mine.assign((1 - share) * mine + share * yours)
