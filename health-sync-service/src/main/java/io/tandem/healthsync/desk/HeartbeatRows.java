package io.tandem.healthsync.desk;

import org.springframework.data.jpa.repository.JpaRepository;

interface HeartbeatRows extends JpaRepository<HeartbeatRow, Integer> {

}
